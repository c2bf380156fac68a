/** Files that a process needs for itself. */
const OTHER_FILES = 256

/** How many of so many connections this process may open, and a server that it has started; says so when they are fewer. */
export function allowedSockets(count: number): number {
  const allowed = Math.max(1, Math.min(count, openFiles() - OTHER_FILES))
  if (allowed < count) {
    console.warn(
      `\n*** ${count} requests go over ${allowed} connections: the system allows no more (ulimit -n) ***\n`,
    )
  }
  return allowed
}

/** The system's limit of open files, where it has one. */
function openFiles(): number {
  const report: { userLimits?: { open_files?: { soft?: unknown } } } = process.report.getReport()
  const soft = Number(report.userLimits?.open_files?.soft)
  return Number.isNaN(soft) ? Number.POSITIVE_INFINITY : soft
}
