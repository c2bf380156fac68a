import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
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

/**
 * Starts a built demo as its command does, with only this environment and a new folder for its data. Resolves once its URL
 * and curl line are printed.
 */
export async function startProgram(
  app: string,
  env: Readonly<Record<string, string>> = { PORT: '0' },
): Promise<DemoProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'demo-'))
  const child = spawn(process.execPath, [join(appFolder(app), 'dist/main.js')], {
    env: { PATH: process.env.PATH, DATA_DIR: folder, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const close = async (): Promise<void> => {
    child.kill('SIGKILL')
    await exited
    rmSync(folder, { recursive: true, force: true })
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
