import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { pinned } from './pin.js'

/** How long a server may take to start, and to report its CPU time, in milliseconds. */
const TIMEOUT = 30_000

const reportCpu = new URL('report-cpu.js', import.meta.url).href

/** A server that runs in its own process. */
export interface Program {
  readonly url: string
  /** The CPU time that the process has used so far, in microseconds. */
  cpu(): Promise<number>
  stop(): Promise<void>
}

/**
 * Starts a Node program that prints the address it listens on. It gets only `PATH` from this process's environment. With
 * `profile`, it writes a CPU profile into that folder when it stops.
 */
export async function startProgram(script: URL, args: readonly string[], profile?: string): Promise<Program> {
  const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
  const node = [process.execPath, ...profiling, '--import', reportCpu, fileURLToPath(script), ...args]
  const [command = '', ...rest] = [...pinned(), ...node]
  const child = spawn(command, rest, {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit')
  const stop = async (): Promise<void> => {
    // report-cpu.ts exits when it is disconnected. A killed program would write no profile.
    if (profile !== undefined && child.connected) child.disconnect()
    else child.kill('SIGKILL')
    await exited
  }
  try {
    const url = await printedUrl(child)
    return { url, cpu: () => requestCpu(child), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Waits for the URL. Keeps reading afterwards: a full pipe would block the server. */
async function printedUrl({ stdout }: ChildProcess): Promise<string> {
  const signal = AbortSignal.timeout(TIMEOUT)
  return new Promise((resolve, reject) => {
    let printed = ''
    stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0]
      if (url !== undefined) resolve(url)
    })
    const fail = (): void => reject(new Error(`The server did not start. Its output: ${printed}`))
    stdout?.once('end', fail)
    signal.addEventListener('abort', fail)
  })
}

async function requestCpu(child: ChildProcess): Promise<number> {
  const message = once(child, 'message', { signal: AbortSignal.timeout(TIMEOUT) })
  child.send('cpu')
  const [microseconds] = await message
  return Number(microseconds)
}
