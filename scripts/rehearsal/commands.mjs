import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync } from 'node:fs'

/** No command of a rehearsal takes half as long on two busy processors. */
const LONGEST = 240_000

/**
 * Runs programs, each with its own process group, so that nothing of it stays. What they print is appended to the file
 * that `log()` names.
 */
export function createCommands(log) {
  const groups = new Set()
  let stopped = false

  function end(pid) {
    if (!groups.delete(pid)) return
    try {
      process.kill(-pid, 'SIGKILL')
    } catch (error) {
      if (error.code !== 'ESRCH') throw error
    }
  }

  /** Starts a program. `kill` ends it with all that it started; `exited` resolves with its exit code. */
  function start(program, args, { cwd, env }) {
    if (stopped) throw new Error('stopped')
    const line = [program, ...args].join(' ')
    appendFileSync(log(), `$ ${line}\n`)
    const child = spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    // A program that does not exist has no process; then `exited` rejects.
    if (child.pid !== undefined) groups.add(child.pid)
    const output = { stdout: '', stderr: '' }
    for (const name of Object.keys(output)) {
      child[name].setEncoding('utf8').on('data', text => {
        output[name] += text
        appendFileSync(log(), text)
      })
    }
    const kill = () => end(child.pid)
    const exited = once(child, 'exit').then(([code, signal]) => {
      kill()
      return code ?? signal
    })
    const closed = once(child, 'close').catch(() => {})
    return { line, child, output, kill, exited, closed }
  }

  /** Runs a program to its end and returns what it printed to stdout. A failure rejects. */
  async function run(program, args, options) {
    const started = start(program, args, options)
    const limit = setTimeout(started.kill, LONGEST)
    const code = await started.exited
    clearTimeout(limit)
    await started.closed
    if (code !== 0) throw new Error(`${started.line} ended with ${code}`)
    return started.output.stdout
  }

  /** Starts a server and resolves, once it has printed its address, with that and a function that stops it. */
  async function serve(program, args, options) {
    const started = start(program, args, options)
    const stop = async () => {
      started.kill()
      await started.closed
    }
    const limit = setTimeout(started.kill, LONGEST)
    const address = new Promise(resolve => {
      started.child.stdout.on('data', () => {
        const match = /http:\/\/(?:localhost|127\.0\.0\.1):(\d+)/.exec(started.output.stdout)
        if (match) resolve(Number(match[1]))
      })
    })
    const ended = started.exited.then(code => {
      throw new Error(`${started.line} ended with ${code} before it printed its address`)
    })
    ended.catch(() => {})
    try {
      const port = await Promise.race([address, ended])
      return { port, stop }
    } finally {
      clearTimeout(limit)
    }
  }

  return {
    start,
    run,
    serve,
    stopAll() {
      stopped = true
      for (const pid of groups) end(pid)
    },
  }
}
