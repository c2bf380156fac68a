import { run } from './run.mjs'

/** Runs commands one after the other, up to the first that fails. Resolves with the exit code of the last one. */
export async function sequence(commands, options) {
  for (const [program, ...args] of commands) {
    console.log(`\n==> ${[program, ...args].join(' ')}`)
    const code = await run(program, args, options)
    if (code !== 0) return code
  }
  return 0
}
