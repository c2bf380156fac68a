import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as adapter from '../src/adapter.js'
import * as core from '../src/index.js'
import * as node from '../src/node/index.js'
import * as store from '../src/store.js'

/** The names for apps, each with its purpose. An app's editor offers exactly these names. */
const MAIN = {
  createTokenProvider: 'creates the provider',
  memoryRevocationStore: 'the default store, to set explicitly or to share in tests',
  systemClock: 'the default clock, as the base of a shifted clock',
  TokenProviderError: 'the class of every error, for `instanceof`',
  isTokenProviderError: 'recognizes an error of another copy of this package',
  unauthenticated: 'the refusal that `verifyUser` throws if nobody is signed in',
  forbidden: 'the refusal that `verifyUser` throws for a user who may not have a token',

  'type TokenProviderOptions': 'the options, for an app that builds them elsewhere',
  'type StreamApiOptions': 'the option `streamApi`',
  'type GuestOptions': 'the option `guests`, for an app that builds it elsewhere',
  'type ApiSecret': 'the option `apiSecret`, for the function that returns it',
  'type AllowedOrigins': 'the option `allowedOrigins`, for an app that builds it elsewhere',
  'type AuthorizeRevocation': 'the option `authorizeRevocation`',
  'type RevocationCommand': 'the command that `authorizeRevocation` allows or refuses',
  'type Clock': 'the option `clock`',
  'type TokenProvider': 'the provider, for an app that passes it on',
  'type Endpoint': 'the endpoint, for hosts with a `fetch` handler',
  'type IssuedToken': 'the result of `issueToken`, and the argument of `responseBody`',
  'type IssueTokenOptions': 'the options of `issueToken`',
  'type TokenHandler': 'the result of `endpoint.tokenHandler`',
  'type TokenHandlerOptions': 'its options',
  'type VerifyUser': 'the function that each app writes',
  'type VerifyUserContext': 'its second argument',
  'type VerifyUserResult': 'its result',
  'type Identity': 'the object form of that result',
  'type TokenScope': 'role, calls, channels and claims of a token',
  'type CreateTokenOptions': 'the options of `createToken`',
  'type NumericDate': 'the unit of `expiresAt` and `issuedAt`',
  'type VerifiedToken': 'the result of `verifyToken` for any kind',
  'type VerifiedUserToken': 'the result for a user token',
  'type VerifiedServerToken': 'the result for a server token',
  'type HeadersSource': 'the argument of `authenticate`',
  'type UpgradeRequest': 'the argument of `authenticateUpgrade`',
  'type UpgradeOptions': 'its options',
  'type GuardOptions': 'the options of a guard',
  'type StreamAuth': 'the result of a guard',
  'type StreamAuthOptions': 'the options of `getStreamAuth`',
  'type Anonymous': 'the result of a guard for a request without a token',
  'type ErrorReason': 'the `reason` of an error',
  'type TokenProviderEvent': 'the argument of `onEvent`',
  'type RevocationDate': 'the date argument of the revoke methods',
  'type RevokeOptions': 'their options',
  'type RevocationResult': 'their result',
  'type BlockOptions': 'the options of `blockUser`',
  'type UnblockOptions': 'the options of `unblockUser`',
  'type BlockResult': 'the result of both',
  'type ChangeResult': 'the result for one user, or for the app',
  'type Propagated': 'whether the change reached Stream',
  'type RevocationStore': 'a custom store',
  'type Revocation': 'a change that it writes',
  'type RevocationState': 'the state that it reads',
  'type Versioned': 'a cutoff or a block in that state',
  'type StoreContext': 'what it learns when it is opened',
  'type StoreNotice': 'a notice that it sends',
}

/** The additional names for an adapter of a framework. */
const ADAPTER = {
  prepareAdapter: 'the first step of every `streamTokenProvider`',
  resolveProvider: 'its first half, for an adapter without an endpoint',
  checkFunctions: 'refuses a handler that is not a function',
  checkCredentials: 'throws at start if the key or the secret is missing',
  createGuard: 'the check behind the guards',
  setStreamAuth: 'stores the result of a guard',
  getStreamAuth: 'returns that result',
  catchAllOf: 'the catch-all segments among the parameters of a route file',
  routePath: 'the path that they make below the mount',
  fromWebRequest: 'a Web request as a TokenRequest',
  problemReply: 'the reply to a refusal',
  toResponse: 'a reply as a Web Response',
  isPromise: 'whether a function of the app is asynchronous',
  after: 'continues after a guard, at once where it does not wait',
  decodeToken: 'the content of a token that is not verified, for tools that explain tokens',

  'type DecodedToken': 'the result of `decodeToken`',
  'type AdapterParts': 'the result of `prepareAdapter`',
  'type ProviderOrOptions': 'the second argument of `streamTokenProvider`',
  'type ProviderMethods': 'the provider methods in its result',
  'type Guard': 'the result of `createGuard`',
  'type TokenGuardOptions': 'the options of a guard that requires a token',
  'type TokenRequest': 'the request that an adapter passes to the endpoint',
  'type RequestBody': 'its body',
  'type BodyLimits': 'the limits for reading it',
  'type TokenReply': 'the reply of the endpoint',
  'type EndSession': 'the app’s function that ends a session',
}

/** The additional names for an adapter of a framework on Node. */
const NODE = {
  fromNodeRequest: 'a Node request as a TokenRequest',
  pathnameOf: 'the path that a framework uses for routing',
  writeReply: 'writes a reply to a Node response',

  'type NodeRequest': 'a Node request with the body of a parser',
}

/** The additional names for a revocation store. */
const STORE = {
  covers: 'whether one pair is at least as large as another',
  larger: 'the larger of two pairs, which a store keeps',
  inForce: 'the value of a pair that is not undone',
  later: 'the later of two instants, for the floor',
  stateOf: 'a state without members that are undefined',
  isState: 'whether what a server returned is a state',
  configInvalid: 'the error for a wrong option of the store',
}

/** Every name that an entry file exports. Types have the prefix `type `. */
function exportedNames(path: string): readonly string[] {
  const text = readFileSync(new URL(path, import.meta.url), 'utf8')
  return [...text.matchAll(/^export (type )?\{([^}]*)\}/gm)].flatMap(([, type = '', names = '']) =>
    names
      .split(',')
      .map(name => name.trim())
      .filter(name => name !== '')
      .map(name => `${type}${name}`),
  )
}

describe.each([
  { entry: '@stream-token/core', file: '../src/index.ts', values: core, reasons: MAIN },
  { entry: '@stream-token/core/adapter', file: '../src/adapter.ts', values: adapter, reasons: ADAPTER },
  { entry: '@stream-token/core/node', file: '../src/node/index.ts', values: node, reasons: NODE },
  { entry: '@stream-token/core/store', file: '../src/store.ts', values: store, reasons: STORE },
])('$entry', ({ file, values, reasons }) => {
  it('exports exactly the names that have a reason', () => {
    expect([...exportedNames(file)].sort()).toEqual(Object.keys(reasons).sort())
  })

  it('exports these values', () => {
    const names = Object.keys(reasons).filter(name => !name.startsWith('type '))
    expect(Object.keys(values).sort()).toEqual(names.sort())
  })
})

it('exports no name from two entries', () => {
  const names = [MAIN, ADAPTER, NODE, STORE].flatMap(reasons => Object.keys(reasons))
  expect(names).toHaveLength(new Set(names).size)
})
