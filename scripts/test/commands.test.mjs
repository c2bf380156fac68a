import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCommands } from '../rehearsal/commands.mjs'

let home
let commands
const log = () => join(home, 'log')
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'commands-'))
  commands = createCommands(log)
})
afterEach(() => {
  commands.stopAll()
  rmSync(home, { recursive: true })
})

const shell = code => ['sh', ['-c', code], { cwd: home, env: process.env }]

describe.skipIf(process.platform === 'win32')('createCommands', () => {
  it('returns what a program printed, and appends it to the log with the rest', async () => {
    expect(await commands.run(...shell('echo out; echo err >&2'))).toBe('out\n')
    expect(readFileSync(log(), 'utf8').split('\n').sort()).toEqual(
      ['$ sh -c echo out; echo err >&2', 'out', 'err', ''].sort(),
    )
  })

  it.each(['exit 3', 'kill -9 $$'])('rejects after %s', async code => {
    await expect(commands.run(...shell(code))).rejects.toThrow(`sh -c ${code} ended with`)
  })

  it('rejects if the program does not exist', async () => {
    await expect(commands.run('no-such-program', [], { cwd: home })).rejects.toThrow('ENOENT')
  })

  it('ends what a program leaves behind', async () => {
    // The rest holds the output open, so that this resolves only once it has ended.
    expect(await commands.run(...shell('sleep 600 & echo done'))).toBe('done\n')
  })

  it('serves until it is stopped', async () => {
    const { port, stop } = await commands.serve(...shell('echo at http://localhost:1234/; sleep 600'))
    expect(port).toBe(1234)
    await stop()
  })

  it('rejects if a server ends before it prints its address', async () => {
    await expect(commands.serve(...shell('echo no; exit 2'))).rejects.toThrow('ended with 2')
  })

  it('ends what runs when it is stopped, and starts nothing after that', async () => {
    const running = commands.run(...shell('sleep 600'))
    commands.stopAll()
    await expect(running).rejects.toThrow('ended with SIGKILL')
    await expect(commands.run(...shell('true'))).rejects.toThrow('stopped')
  })
})
