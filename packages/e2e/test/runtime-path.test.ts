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
  it('returns the path of the fetched program', () => {
    expect(runtimePath('bun', folder)).toBe(bun)
  })

  it('throws if others were fetched and the program is missing', () => {
    expect(() => runtimePath('deno', folder)).toThrow('ENOENT')
  })

  it('warns if none were fetched, whatever PATH contains', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    expect(runtimePath('bun', join(folder, 'none'))).toBeUndefined()
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('cd .ci/runtimes && npm ci'))
    warn.mockRestore()
  })
})
