/**
 * Loaded into every server before its own program, Next's too: tells what the process has used, in microseconds of CPU
 * over all of its threads, and ends it with the bench.
 */
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.(user + system)
})
process.on('disconnect', () => process.exit())
