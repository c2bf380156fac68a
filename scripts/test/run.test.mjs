import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { run } from '../run.mjs'

const RUN = fileURLToPath(new URL('../run.mjs', import.meta.url))

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

  it.each(['SIGTERM', 'SIGINT'])('hands %s on, so that the program frees its port', async signal => {
    const program = `process.on(${JSON.stringify(signal)}, () => { console.log('freed'); process.exit(7) })
      setInterval(() => {}, 1000); console.log('ready')`
    const outer = `const { run } = await import(${JSON.stringify(RUN)})
      process.exitCode = await run(process.execPath, ['-e', ${JSON.stringify(program)}])`
    const child = spawn(process.execPath, ['--input-type=module', '-e', outer])
    let output = ''
    child.stdout.on('data', data => {
      output += data
      if (output.trim() === 'ready') child.kill(signal)
    })
    const [code] = await once(child, 'exit')
    expect({ output, code }).toEqual({ output: 'ready\nfreed\n', code: 7 })
  })
})
