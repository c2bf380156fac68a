import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { chromiumPath, realPart, redisServerPath } from '../src/real-parts.js'

const folder = mkdtempSync(join(tmpdir(), 'real-parts-'))
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'second'), '', { mode: 0o755 })
writeFileSync(join(folder, 'data'), '', { mode: 0o644 })

describe('realPart', () => {
  it('returns the first name that is a program', () => {
    expect(realPart(['first', 'data', 'second'], { PATH: `/nowhere:${folder}` })).toBe(join(folder, 'second'))
  })

  it('warns about a missing program', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    expect(realPart(['first'], { PATH: folder })).toBeUndefined()
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('first is not installed'))
    warn.mockRestore()
  })

  it('throws in CI if the program is missing', () => {
    expect(() => realPart(['first'], { PATH: folder, CI: 'true' })).toThrow('first is not installed')
  })

  it.runIf(process.env.CI === 'true')('finds all programs that the tests need in CI', () => {
    expect([chromiumPath(), redisServerPath()]).not.toContain(undefined)
  })
})
