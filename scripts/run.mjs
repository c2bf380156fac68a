import { spawn } from 'node:child_process'

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a program on our own stdio and resolves with its exit code.
 * A signal that ends npm reaches us alone, so it is handed on: the program must free its port.
 */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', ...options })
    const forward = signal => child.kill(signal)
    for (const signal of FORWARDED) process.on(signal, forward)
    const done = settle => {
      for (const signal of FORWARDED) process.off(signal, forward)
      settle()
    }
    child.once('error', error => done(() => reject(error)))
    child.once('exit', (code, signal) => done(() => resolve(signal ? 1 : code)))
  })
}
