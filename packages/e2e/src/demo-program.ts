import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** A demo that runs as its own program, and its output. */
export interface DemoProgram {
  readonly child: ChildProcess
  readonly url: string
  readonly curl: string
  readonly printed: string
  close(): Promise<void>
}

const appFolder = (app: string): string =>
  dirname(createRequire(import.meta.url).resolve(`${app}/package.json`))

/** Starts a built demo as its command does, with only this environment. Resolves once its URL and curl line are printed. */
export async function startProgram(
  app: string,
  env: Readonly<Record<string, string>> = { PORT: '0' },
): Promise<DemoProgram> {
  const child = spawn(process.execPath, [join(appFolder(app), 'dist/main.js')], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const close = async (): Promise<void> => {
    child.kill('SIGKILL')
    await exited
  }
  let printed = ''
  for await (const chunk of child.stdout) {
    printed += String(chunk)
    const url = /^http:\S+$/m.exec(printed)?.[0]
    const curl = /^curl .+$/m.exec(printed)?.[0]
    if (url !== undefined && curl !== undefined) return { child, url, curl, printed, close }
  }
  throw new Error(`The demo exited too early. Its output: ${printed}`)
}
