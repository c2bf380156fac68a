/** Files that the process needs for other purposes. */
const OTHER_FILES = 256

/** Returns how many of the connections this process and its server may open. Warns if that is fewer. */
export function allowedSockets(count: number): number {
  const allowed = Math.max(1, Math.min(count, openFiles() - OTHER_FILES))
  if (allowed < count) {
    console.warn(
      `\n*** ${count} requests share ${allowed} connections: the system allows no more (ulimit -n) ***\n`,
    )
  }
  return allowed
}

/** Returns the system's limit of open files; infinite if there is none. */
function openFiles(): number {
  const report: { userLimits?: { open_files?: { soft?: unknown } } } = process.report.getReport()
  const soft = Number(report.userLimits?.open_files?.soft)
  return Number.isNaN(soft) ? Number.POSITIVE_INFINITY : soft
}
