import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { runtimePath } from '../src/runtime-path.js'

const folder = mkdtempSync(join(tmpdir(), 'runtimes-'))
afterAll(() => rmSync(folder, { recursive: true }))
const bun = join(folder, '@oven/bun-linux-x64-baseline/bin/bun')
mkdirSync(dirname(bun), { recursive: true })
writeFileSync(bun, '', { mode: 0o755 })

describe('runtimePath', () => {
  it('finds the program that was fetched', () => {
    expect(runtimePath('bun', folder)).toBe(bun)
  })

  it('fails where others were fetched and it is not there', () => {
    expect(() => runtimePath('deno', folder)).toThrow('ENOENT')
  })

  it('says aloud that none were fetched, whatever PATH has', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    expect(runtimePath('bun', join(folder, 'none'))).toBeUndefined()
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('cd .ci/runtimes && npm ci'))
    warn.mockRestore()
  })
})
