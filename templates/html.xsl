<?xml version="1.0" encoding="UTF-8"?>
<!-- The content of a dossier or a comparison as one HTML file that needs no
     other: no script, no request, its one style sheet named by digest in the
     content security policy. Readable from 320 pixels on, and on paper. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:k="urn:auditor:content:1" xmlns:t="urn:auditor:text:1"
    xmlns:exsl="http://exslt.org/common" exclude-result-prefixes="k t exsl">
  <xsl:import href="content.xsl"/>
  <xsl:import href="content-findings.xsl"/>
  <xsl:import href="html-style.xsl"/>
  <xsl:output method="html" encoding="UTF-8" indent="no" doctype-system="about:legacy-compat"/>

  <xsl:template match="/">
    <xsl:variable name="content"><xsl:apply-templates select="/*" mode="content"/></xsl:variable>
    <xsl:apply-templates select="exsl:node-set($content)/k:document" mode="html"/>
  </xsl:template>

  <xsl:template match="k:document" mode="html">
    <html lang="{$lang}">
      <head>
        <meta http-equiv="Content-Security-Policy"
            content="default-src 'none'; img-src data:; style-src 'sha256-{t:sha256(string($style))}'; base-uri 'none'; form-action 'none'"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta name="referrer" content="no-referrer"/>
        <title><xsl:value-of select="k:name"/></title>
        <style><xsl:value-of select="$style"/></style>
      </head>
      <body>
        <a class="skip" href="#content"><xsl:value-of select="$S[../@id = 'skip']"/></a>
        <xsl:call-template name="html-header"/>
        <xsl:call-template name="html-contents"/>
        <main id="content" tabindex="-1">
          <xsl:apply-templates select="k:section" mode="html"/>
        </main>
        <footer>
          <xsl:if test="k:brand/k:footer != ''"><p><xsl:value-of select="k:brand/k:footer"/></p></xsl:if>
          <xsl:for-each select="k:notice"><p><xsl:apply-templates mode="html"/></p></xsl:for-each>
          <p><xsl:value-of select="concat('auditor ', $head/*[local-name() = 'tool']/@version)"/></p>
        </footer>
      </body>
    </html>
  </xsl:template>

  <xsl:template name="html-header">
    <header>
      <div class="band">
        <div class="inner">
          <xsl:if test="k:brand/k:logo">
            <img class="logo" src="{k:brand/k:logo/@src}" alt="{k:brand/k:logo/@alt}"/>
          </xsl:if>
          <xsl:if test="k:brand/k:header != ''"><p class="organisation"><xsl:value-of select="k:brand/k:header"/></p></xsl:if>
          <p class="kicker"><xsl:value-of select="k:kicker"/></p>
          <h1><xsl:value-of select="k:title"/></h1>
          <p class="subtitle"><xsl:value-of select="k:subtitle"/></p>
        </div>
      </div>
      <div class="inner">
        <p class="verdict">
          <xsl:attribute name="class">
            <xsl:text>verdict </xsl:text>
            <xsl:call-template name="tone"><xsl:with-param name="value" select="k:badge/@value"/></xsl:call-template>
          </xsl:attribute>
          <span class="label"><xsl:value-of select="k:badge-label"/></span>
          <xsl:text> </xsl:text>
          <xsl:apply-templates select="k:badge" mode="html"/>
        </p>
        <xsl:for-each select="k:notice">
          <p class="notice {@kind}"><xsl:apply-templates mode="html"/></p>
        </xsl:for-each>
        <dl>
          <xsl:for-each select="k:fact">
            <div><dt><xsl:value-of select="@name"/></dt><dd><xsl:apply-templates mode="html"/></dd></div>
          </xsl:for-each>
        </dl>
      </div>
    </header>
  </xsl:template>

  <xsl:template name="html-contents">
    <nav aria-labelledby="contents">
      <h2 id="contents"><xsl:value-of select="$S[../@id = 'contents']"/></h2>
      <ol>
        <xsl:for-each select="k:section">
          <li>
            <a href="#{@id}"><xsl:value-of select="k:title"/></a>
            <xsl:if test="@id = 'findings'">
              <ul>
                <xsl:for-each select="k:section">
                  <li><a href="#{@id}"><xsl:value-of select="k:title"/></a></li>
                </xsl:for-each>
              </ul>
            </xsl:if>
          </li>
        </xsl:for-each>
      </ol>
    </nav>
  </xsl:template>

  <xsl:template match="k:section" mode="html">
    <section>
      <xsl:if test="@added"><xsl:attribute name="class">added</xsl:attribute></xsl:if>
      <xsl:call-template name="html-heading"/>
      <xsl:apply-templates select="*[not(self::k:title)]" mode="html"/>
    </section>
  </xsl:template>

  <xsl:template match="k:entry" mode="html">
    <article>
      <xsl:call-template name="html-heading"/>
      <xsl:apply-templates select="*[not(self::k:title)]" mode="html"/>
    </article>
  </xsl:template>

  <xsl:template name="html-heading">
    <xsl:element name="h{count(ancestor-or-self::k:section | ancestor-or-self::k:entry) + 1}">
      <xsl:attribute name="id"><xsl:value-of select="@id"/></xsl:attribute>
      <xsl:value-of select="k:title"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="k:p" mode="html"><p><xsl:apply-templates mode="html"/></p></xsl:template>
  <xsl:template match="k:small" mode="html"><p class="small"><xsl:apply-templates mode="html"/></p></xsl:template>
  <xsl:template match="k:cell/k:small" mode="html"><span class="small"><xsl:apply-templates mode="html"/></span></xsl:template>
  <xsl:template match="k:b" mode="html"><strong><xsl:apply-templates mode="html"/></strong></xsl:template>
  <xsl:template match="k:code" mode="html"><code><xsl:value-of select="."/></code></xsl:template>
  <xsl:template match="k:ref" mode="html"><a href="#{@to}"><xsl:value-of select="."/></a></xsl:template>
  <xsl:template match="k:command" mode="html"><pre tabindex="0"><code><xsl:value-of select="."/></code></pre></xsl:template>

  <xsl:template match="k:badge" mode="html">
    <strong>
      <xsl:attribute name="class">
        <xsl:text>badge </xsl:text>
        <xsl:call-template name="tone"><xsl:with-param name="value" select="@value"/></xsl:call-template>
      </xsl:attribute>
      <span aria-hidden="true">
        <xsl:call-template name="symbol-of"><xsl:with-param name="value" select="@value"/></xsl:call-template>
        <xsl:text>&#xA0;</xsl:text>
      </span>
      <xsl:value-of select="."/>
    </strong>
  </xsl:template>

  <xsl:template match="k:spark" mode="html"><xsl:copy-of select="*"/><xsl:text>&#xA0;</xsl:text></xsl:template>

  <xsl:template match="k:figure" mode="html">
    <xsl:variable name="name" select="concat($S[../@id = 'figure'], '&#xA0;', count(preceding::k:figure) + 1)"/>
    <figure>
      <div class="scroll" role="region" tabindex="0" aria-label="{$name}">
        <xsl:copy-of select="*[local-name() = 'svg']"/>
      </div>
      <figcaption><strong><xsl:value-of select="$name"/></strong><xsl:value-of select="concat(' ', k:title)"/></figcaption>
    </figure>
  </xsl:template>

  <!-- What is wider than the screen scrolls by itself, also by the keyboard. -->
  <xsl:template match="k:table" mode="html">
    <div class="scroll" role="region" tabindex="0" aria-label="{k:title}">
      <table>
        <caption><xsl:value-of select="k:title"/></caption>
        <thead>
          <tr>
            <xsl:for-each select="k:head/k:cell">
              <th scope="col">
                <xsl:if test="@number = 'yes'"><xsl:attribute name="class">number</xsl:attribute></xsl:if>
                <xsl:value-of select="."/>
              </th>
            </xsl:for-each>
          </tr>
        </thead>
        <tbody><xsl:apply-templates select="k:row" mode="html"/></tbody>
      </table>
    </div>
  </xsl:template>

  <xsl:template match="k:row" mode="html">
    <tr>
      <xsl:if test="@id"><xsl:attribute name="id"><xsl:value-of select="@id"/></xsl:attribute></xsl:if>
      <xsl:if test="@tinted"><xsl:attribute name="class">tinted</xsl:attribute></xsl:if>
      <th scope="row"><xsl:apply-templates select="k:cell[1]/node()" mode="html"/></th>
      <xsl:for-each select="k:cell[position() &gt; 1]">
        <td>
          <xsl:if test="@number = 'yes'"><xsl:attribute name="class">number</xsl:attribute></xsl:if>
          <xsl:apply-templates mode="html"/>
        </td>
      </xsl:for-each>
    </tr>
  </xsl:template>
</xsl:stylesheet>
