import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { run } from '../run.mjs'

const RUN = fileURLToPath(new URL('../run.mjs', import.meta.url))

/** A program that says when it is up, and that it ended as asked. */
const PROGRAM = `
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => { console.log('freed'); process.exit(7) })
setInterval(() => {}, 1000)
console.log('ready')`

/** The arguments for a Node that runs that program through ours. */
const outer = [
  '--input-type=module',
  '-e',
  `const { run } = await import(${JSON.stringify(RUN)})
   process.exitCode = await run(process.execPath, ['-e', ${JSON.stringify(PROGRAM)}])`,
]

/** Ends a program by a signal once it is ready; resolves when its output is closed, by whoever held it. */
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

  it('counts a program ended by a signal as failed', async () => {
    expect(await run(process.execPath, ['-e', 'process.kill(process.pid, "SIGKILL")'])).toBe(1)
  })

  it('rejects when there is no such program', async () => {
    await expect(run('no-such-program', [])).rejects.toThrow('ENOENT')
  })

  it.each(['SIGTERM', 'SIGINT'])('hands %s on to the program', async signal => {
    expect(await endWhenReady(spawn(process.execPath, outer), signal)).toEqual({
      output: 'ready\nfreed\n',
      code: 7,
    })
  })

  it('ends the program when the shell that runs us is gone', async () => {
    const shell = spawn('sh', ['-c', '"$@"; true', 'sh', process.execPath, ...outer])
    expect(await endWhenReady(shell, 'SIGKILL')).toMatchObject({ output: 'ready\nfreed\n' })
  })
})
