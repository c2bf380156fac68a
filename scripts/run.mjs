import { spawn } from 'node:child_process'

/** On Windows, npm, pnpm and what is in node_modules/.bin are scripts, which only a shell starts. */
export const shell = process.platform === 'win32'

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP']
const PARENT_CHECK = 200

/**
 * Runs a program on this process's stdio and resolves with its exit code.
 *
 * Forwards the first signal to the program, so that it stops and frees its port. Later signals are not forwarded: a
 * second one may mean "exit at once". If this process's parent dies without a signal, the program gets SIGTERM.
 */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: 'inherit',
      shell: shell && program !== process.execPath,
      ...options,
    })
    let forwarded = false
    const forward = signal => {
      if (!forwarded) child.kill(signal)
      forwarded = true
    }
    for (const signal of FORWARDED) process.on(signal, forward)
    const parent = process.ppid
    const watch = setInterval(() => process.ppid === parent || forward('SIGTERM'), PARENT_CHECK)
    const done = settle => {
      clearInterval(watch)
      for (const signal of FORWARDED) process.off(signal, forward)
      settle()
    }
    child.once('error', error => done(() => reject(error)))
    child.once('exit', (code, signal) => done(() => resolve(signal ? 1 : code)))
  })
}
