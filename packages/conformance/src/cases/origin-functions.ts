import { LISTED_ORIGIN } from '../app-settings.js'
import { type RouteCase, refusal, success } from '../route-case.js'
import { forbidden, listed, origin, preflight } from './origin-requests.js'

const FUNCTIONS = [
  ['function', 'origin function'],
  ['C9: async function', 'async origins'],
] as const

/** `allowedOrigins` may be a function: if it fails, no page of another origin gets a token, and the app gets a 500. */
export const ORIGIN_FUNCTION_CASES: readonly RouteCase[] = [
  ...FUNCTIONS.flatMap(([name, setting]) => [
    success(`${name}: an origin that it allows`, origin(LISTED_ORIGIN), { ...listed, setting }),
    success(`${name}: no Origin`, {}, { setting }),
    forbidden(`${name}: an origin that it refuses`, origin('https://evil.example'), { setting }),
    refusal(`${name}: it throws`, origin('https://throws.example'), 'internal_error', { setting }),
    forbidden(`${name}: null`, origin('null'), { setting }),
    {
      ...listed,
      setting,
      id: `${name}: preflight of an origin that it allows`,
      request: preflight(LISTED_ORIGIN),
      expected: { kind: 'preflight' as const },
    },
    forbidden(`${name}: preflight of an origin that it refuses`, preflight('https://evil.example'), {
      setting,
    }),
    {
      setting,
      id: `${name}: preflight, and it throws`,
      request: preflight('https://throws.example'),
      expected: { kind: 'allow' as const, allow: 'POST, OPTIONS' },
    },
  ]),
  refusal('C9: async function: it is late', origin('https://late.example'), 'internal_error', {
    setting: 'async origins',
  }),
  {
    setting: 'async origins',
    id: 'C9: async function: preflight, and it is late',
    request: preflight('https://late.example'),
    expected: { kind: 'allow', allow: 'POST, OPTIONS' },
  },
]
