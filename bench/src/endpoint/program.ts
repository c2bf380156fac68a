import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { pinned } from './pin.js'

/** How long, in milliseconds, a server may take to start, and to tell its CPU time. */
const PATIENCE = 30_000

const reportCpu = new URL('report-cpu.js', import.meta.url).href

/** A server that runs as a process of its own. */
export interface Program {
  readonly url: string
  /** The CPU time that the process has used so far, in microseconds. */
  cpu(): Promise<number>
  stop(): Promise<void>
}

/** Starts a Node program that prints the address it listens on. Of this process's environment it gets the path alone. */
export async function startProgram(script: URL, args: readonly string[]): Promise<Program> {
  const node = [process.execPath, '--import', reportCpu, fileURLToPath(script), ...args]
  const [command = '', ...rest] = [...pinned(), ...node]
  const child = spawn(command, rest, {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit')
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL')
    await exited
  }
  try {
    const url = await printedUrl(child)
    return { url, cpu: () => askCpu(child), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Reads on afterwards: a full pipe would hold the server up. */
async function printedUrl({ stdout }: ChildProcess): Promise<string> {
  const signal = AbortSignal.timeout(PATIENCE)
  return new Promise((resolve, reject) => {
    let printed = ''
    stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0]
      if (url !== undefined) resolve(url)
    })
    const fail = (): void => reject(new Error(`A server did not start; it printed: ${printed}`))
    stdout?.once('end', fail)
    signal.addEventListener('abort', fail)
  })
}

async function askCpu(child: ChildProcess): Promise<number> {
  const told = once(child, 'message', { signal: AbortSignal.timeout(PATIENCE) })
  child.send('cpu')
  const [microseconds] = await told
  return Number(microseconds)
}
