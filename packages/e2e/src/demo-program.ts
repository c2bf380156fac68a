import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'

/** A demo that runs as its own program, and its output. */
export interface DemoProgram {
  readonly child: ChildProcess
  readonly url: string
  readonly curl: string
  /** What it had printed when it was ready. */
  readonly printed: string
  /** Waits for a line that it prints. */
  lineOf(pattern: RegExp): Promise<string>
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
  script = 'dist/main.js',
): Promise<DemoProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'demo-'))
  const child = spawn(process.execPath, [join(appFolder(app), script)], {
    env: { PATH: process.env.PATH, DATA_DIR: folder, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const close = async (): Promise<void> => {
    child.kill('SIGKILL')
    await exited
    rmSync(folder, { recursive: true, force: true })
  }
  const output = createInterface(child.stdout)
  let printed = ''
  output.on('line', line => {
    printed += `${line}\n`
  })
  const lineOf = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const found = pattern.exec(printed)?.[0]
      if (found !== undefined) return found
      const [event] = await Promise.race([once(output, 'line'), once(output, 'close').then(() => [CLOSED])])
      if (event === CLOSED) throw new Error(`The demo exited too early. Its output: ${printed}`)
    }
  }
  const [url, curl] = [await lineOf(/^http:\S+$/m), await lineOf(/^curl .+$/m)]
  return { child, url, curl, printed, lineOf, close }
}

const CLOSED = Symbol('closed')
