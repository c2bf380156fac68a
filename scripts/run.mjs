import { spawn } from 'node:child_process'

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP']
const PARENT_CHECK = 200

/**
 * Runs a program on our own stdio and resolves with its exit code.
 *
 * It ends when we are told to end, so that its port is free again. What started us may die without a word instead:
 * having another parent than at the start counts as being told. It is told once: a second time may mean "now".
 */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', ...options })
    let told = false
    const forward = signal => {
      if (!told) child.kill(signal)
      told = true
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
