/**
 * Loaded into every server before its own program, also into Next's. Reports the CPU time of all threads of the process,
 * in microseconds, and exits when the bench does.
 */
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.(user + system)
})
process.on('disconnect', () => process.exit())
