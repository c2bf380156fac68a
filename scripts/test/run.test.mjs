import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { run } from '../run.mjs'

const RUN = fileURLToPath(new URL('../run.mjs', import.meta.url))

/** A program that prints when it is ready, and when it exits on a signal. */
const PROGRAM = `
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => { console.log('freed'); process.exit(7) })
setInterval(() => {}, 1000)
console.log('ready')`

/** The arguments for a Node process that runs the program through `run`. */
const outer = [
  '--input-type=module',
  '-e',
  `const { run } = await import(${JSON.stringify(RUN)})
   process.exitCode = await run(process.execPath, ['-e', ${JSON.stringify(PROGRAM)}])`,
]

/** Sends a signal to a program once it is ready. Resolves when every process that holds its output has closed it. */
async function endWhenReady(child, signal) {
  let output = ''
  child.stdout.on('data', data => {
    output += data
    if (output === 'ready\n') child.kill(signal)
  })
  const [code] = await once(child, 'close')
  return { output, code }
}

describe('run', () => {
  it("resolves with the program's exit code", async () => {
    expect(await run(process.execPath, ['-e', 'process.exit(3)'])).toBe(3)
  })

  it('resolves with 1 for a program that a signal ended', async () => {
    expect(await run(process.execPath, ['-e', 'process.kill(process.pid, "SIGKILL")'])).toBe(1)
  })

  it('rejects if the program does not exist', async () => {
    await expect(run('no-such-program', [])).rejects.toThrow('ENOENT')
  })

  it.each(['SIGTERM', 'SIGINT'])('forwards %s to the program', async signal => {
    expect(await endWhenReady(spawn(process.execPath, outer), signal)).toEqual({
      output: 'ready\nfreed\n',
      code: 7,
    })
  })

  it('stops the program when its parent shell dies', async () => {
    const shell = spawn('sh', ['-c', '"$@"; true', 'sh', process.execPath, ...outer])
    expect(await endWhenReady(shell, 'SIGKILL')).toMatchObject({ output: 'ready\nfreed\n' })
  })
})
