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
  it('finds the first of the names that is a program', () => {
    expect(realPart(['first', 'data', 'second'], { PATH: `/nowhere:${folder}` })).toBe(join(folder, 'second'))
  })

  it('says aloud what is missing', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    expect(realPart(['first'], { PATH: folder })).toBeUndefined()
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('first is not installed'))
    warn.mockRestore()
  })

  it('fails in CI where it is missing', () => {
    expect(() => realPart(['first'], { PATH: folder, CI: 'true' })).toThrow('first is not installed')
  })

  it.runIf(process.env.CI === 'true')('finds in CI all that the tests need', () => {
    expect([chromiumPath(), redisServerPath()]).not.toContain(undefined)
  })
})
