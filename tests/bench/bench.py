#!/usr/bin/env python3
"""Usage: bench.py BUILD WORK CLASSES (from bench.sh)

Times are CPU seconds, user and system, of whole processes as the kernel
counts them (wait4), so that a busy machine changes them little; the median of
several runs. `cold` is one process for one document, `warm` the last of
several passes over ten documents in one virtual machine. Ours is always cold,
and writes tagged PDF/A-3a with its structure; the others write plain PDF.
"""
import glob
import os
import statistics
import subprocess
import sys

RUNS_OURS, RUNS_PEER, PASSES = 15, 3, 8


def run(command):
    """CPU seconds and peak memory in MiB of one process with its children."""
    with open(os.devnull, "wb") as null:
        child = subprocess.Popen(command, stdout=null, stderr=null)
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"bench.py: status {child.returncode}: {' '.join(command)}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def median(count, command, made):
    """Medians of the CPU seconds and of the peak memory of `count` runs."""
    results = []
    for _ in range(count):
        if os.path.exists(made):
            os.remove(made)
        results.append(run(command))
    return tuple(map(statistics.median, zip(*results)))


def pages(pdf):
    told = subprocess.run(["pdfinfo", pdf], check=True, text=True,
                          capture_output=True).stdout
    return int(next(line.split()[1] for line in told.splitlines()
                    if line.startswith("Pages:")))


def warm(classes, work):
    told = subprocess.run(
        ["java", "-cp", classes, "Warm", f"{work}/fop.xconf", work,
         str(PASSES)] + sorted(glob.glob(f"{work}/set/*.fo")),
        check=True, text=True, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL).stdout
    return float(told.split()[-1])


def real_dossier(build):
    """Bytes a page of the signed dossiers of the demo, times twenty."""
    found = [(os.path.getsize(pdf) / pages(pdf) * 20, pdf) for pdf in
             glob.glob(f"{build}/demo/*/dossiers/*/dossier.*.pdf")]
    if not found:
        sys.exit("bench.py: make demo first")
    return statistics.median(size for size, _ in found)


def main(build, work, classes):
    ours = [f"{build}/auditor", "render"]
    short, long = f"{work}/set/d001.fo", f"{work}/long/d001.fo"
    pdf, long_pdf = f"{work}/ours.pdf", f"{work}/ours-long.pdf"
    cpu, memory = median(RUNS_OURS, ours + [short, "-o", pdf], pdf)
    long_cpu, long_memory = median(5, ours + [long, "-o", long_pdf], long_pdf)
    count, long_count = pages(pdf), pages(long_pdf)
    fop, _ = median(RUNS_PEER, ["fop", "-q", "-c", f"{work}/fop.xconf", "-fo",
                                short, "-pdf", f"{work}/fop.pdf"],
                    f"{work}/fop.pdf")
    weasy, _ = median(RUNS_PEER, ["weasyprint", f"{work}/set/d001.html",
                                  f"{work}/weasy.pdf"], f"{work}/weasy.pdf")
    fop_warm = warm(classes, work)
    if pages(f"{work}/fop.pdf") != count:
        sys.exit("bench.py: FOP's document has another number of pages")
    print(f"\n{count} pages: auditor {cpu * 1000:.0f} ms CPU, {memory:.0f} MiB;"
          f" FOP cold {fop:.2f} s, warm {fop_warm:.3f} s;"
          f" WeasyPrint cold {weasy:.2f} s")
    print(f"{long_count} pages: auditor {long_cpu * 1000:.0f} ms CPU\n")
    # figure, what was measured, limit, True when more is better, unit
    table = (
        ("less CPU than FOP cold", fop / cpu, 60, True, "x"),
        ("less CPU than FOP warm", fop_warm / cpu, 5, True, "x"),
        ("less CPU than WeasyPrint cold", weasy / cpu, 20, True, "x"),
        (f"peak memory of {long_count} pages", long_memory, 40, False, " MiB"),
        ("CPU of one more page", (long_cpu - cpu) * 1000
         / (long_count - count), 1.5, False, " ms"),
        ("tagged, signed dossier of 20 pages with its XML",
         real_dossier(build) / 1000, 300, False, " kB"),
    )
    missed = 0
    for name, value, limit, more, unit in table:
        good = value >= limit if more else value <= limit
        missed += not good
        print(f"{name:48} {value:8.1f}{unit:4} limit {limit:>4}{unit:4} "
              f"{'ok' if good else 'MISSED'}")
    return 1 if missed else 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
