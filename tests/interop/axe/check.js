// Usage: node check.js CHROMIUM FOLDER FILE.html...
// Each file at three widths, in the light and in the dark, under its own
// content security policy: what axe-core finds, whether the page scrolls
// sideways, what the browser says. Screenshots go to FOLDER. Exit status: 1
// when anything was found.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const [chromium, folder, ...files] = process.argv.slice(2);
const widths = [320, 768, 1280];
const schemes = ['light', 'dark'];
let found = 0;

function tell(where, what) {
  found += 1;
  console.log(`${where}: ${what}`);
}

async function look(page, file, width, scheme) {
  const name = basename(file, '.html');
  const where = `${name} at ${width} px, ${scheme}`;
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.goto(pathToFileURL(resolve(file)).href);
  const wide = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
  if (wide > 0) {
    tell(where, `scrolls sideways by ${wide} px`);
  }
  const band = await page.evaluate('getComputedStyle(document.querySelector(".band")).backgroundColor');
  if (band === 'rgba(0, 0, 0, 0)') {
    tell(where, 'its own policy refuses its style sheet');
  }
  // Run in the page by the debugger, which no policy forbids.
  await page.evaluate(axe);
  const report = await page.evaluate('axe.run(document, { resultTypes: ["violations"] })');
  for (const violation of report.violations) {
    tell(where, `${violation.id}: ${violation.help}: ${violation.nodes[0].html.slice(0, 200)}`);
  }
  if (report.passes.length < 10) {
    tell(where, `axe-core ran ${report.passes.length} rules only`);
  }
  await page.screenshot({ path: `${folder}/${name}-${width}-${scheme}.png` });
}

const browser = await puppeteer.launch({
  executablePath: chromium,
  args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'],
});
const page = await browser.newPage();
page.on('console', (message) => tell(page.url(), message.text()));
page.on('pageerror', (error) => tell(page.url(), error.message));
for (const file of files) {
  for (const width of widths) {
    for (const scheme of schemes) {
      await look(page, file, width, scheme);
    }
  }
}
await browser.close();
console.log(`axe-core: ${files.length} files, ${widths.length} widths, light and dark: ${found} found`);
process.exitCode = found === 0 && files.length > 0 ? 0 : 1;
