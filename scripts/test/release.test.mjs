import { describe, expect, it } from 'vitest'
import { npmProblem } from '../release.mjs'

const trusted = { ACTIONS_ID_TOKEN_REQUEST_URL: 'https://example.com' }

describe('npmProblem', () => {
  it.each(['11.5.1', '11.5.2', '11.10.0', '12.0.0', '12.0.0-pre.1'])('accepts npm %s', version => {
    expect(npmProblem(version, trusted)).toBeUndefined()
  })

  it.each(['10.9.4', '11.4.9', '11.5.0'])('refuses npm %s', version => {
    expect(npmProblem(version, trusted)).toBe(
      `npm ${version} has no trusted publishing: npm 11.5.1 or newer is needed`,
    )
  })

  it('accepts every npm where a person publishes', () => {
    expect(npmProblem('10.9.4', {})).toBeUndefined()
  })
})
