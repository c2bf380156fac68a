import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as adapter from '../src/adapter.js'
import * as core from '../src/index.js'
import * as node from '../src/node/index.js'

/** What an app uses, and what for. An app's editor offers exactly these names. */
const MAIN = {
  createTokenProvider: 'creates the provider',
  memoryRevocationStore: 'the default store, to be named explicitly or shared by tests',
  systemClock: 'the default clock, to build a shifted one on',
  TokenProviderError: 'the class of every error, for `instanceof`',
  isTokenProviderError: 'recognizes an error of another copy of this package',

  'type TokenProviderOptions': 'the options, for an app that builds them elsewhere',
  'type StreamApiOptions': 'the option `streamApi`',
  'type AuthorizeRevocation': 'the option `authorizeRevocation`',
  'type RevocationCommand': 'what `authorizeRevocation` decides about',
  'type Clock': 'the option `clock`',
  'type TokenProvider': 'the provider, for an app that passes it on',
  'type Endpoint': 'the endpoint, for hosts that speak `fetch`',
  'type VerifyUser': 'the function that an app writes',
  'type VerifyUserContext': 'its second argument',
  'type VerifyUserResult': 'what it returns',
  'type Identity': 'the object that it may return',
  'type TokenScope': 'role, calls, channels and claims of a token',
  'type CreateTokenOptions': 'the options of `createToken`',
  'type NumericDate': 'the unit of `expiresAt` and `issuedAt`',
  'type VerifiedToken': 'what `verifyToken` returns for any kind',
  'type VerifiedUserToken': 'what it returns for a user token',
  'type VerifiedServerToken': 'what it returns for a server token',
  'type HeadersSource': 'what `authenticate` takes',
  'type UpgradeRequest': 'what `authenticateUpgrade` takes',
  'type UpgradeOptions': 'its options',
  'type GuardOptions': 'the options of a guard',
  'type StreamAuth': 'what a guard found',
  'type StreamAuthOptions': 'the options of `getStreamAuth`',
  'type Anonymous': 'what a guard found where no token is needed',
  'type ErrorReason': 'the `reason` of an error',
  'type TokenProviderEvent': 'the argument of `onEvent`',
  'type RevocationDate': 'the date that the revoke methods take',
  'type RevokeOptions': 'their options',
  'type RevocationResult': 'what they return',
  'type BlockOptions': 'the options of `blockUser`',
  'type UnblockOptions': 'the options of `unblockUser`',
  'type BlockResult': 'what both return',
  'type ChangeResult': 'the result for one user, or for the app',
  'type Propagated': 'whether Stream has the change',
  'type RevocationStore': 'a store of the app’s own',
  'type Revocation': 'what it writes',
  'type Cutoffs': 'what it reads',
  'type StoreNotice': 'what it notifies of',
}

/** What an adapter for a framework uses beside the above. */
const ADAPTER = {
  prepareAdapter: 'what every `streamTokenProvider` starts with',
  resolveProvider: 'the first half of it, for an adapter without an endpoint',
  checkFunctions: 'refuses a handler that is not a function',
  createGuard: 'the check behind the guards',
  setStreamAuth: 'stores what a guard found',
  getStreamAuth: 'returns it',
  problemReply: 'the reply to a refusal',
  toResponse: 'a reply as a Web Response',

  'type AdapterParts': 'what `prepareAdapter` returns',
  'type ProviderOrOptions': 'the second argument of `streamTokenProvider`',
  'type ProviderMethods': 'what its result carries of the provider',
  'type Guard': 'what `createGuard` returns',
  'type TokenGuardOptions': 'options of a guard that lets nobody pass without a token',
  'type TokenRequest': 'what an adapter hands to the endpoint',
  'type RequestBody': 'the body in it',
  'type BodyLimits': 'the limits that it is read within',
  'type TokenReply': 'what the endpoint returns',
  'type LogOutRequest': 'what an adapter hands to `logOut`',
  'type EndSession': 'the app’s function that ends a session',
}

/** What an adapter for a framework on Node uses beside that. */
const NODE = {
  fromNodeRequest: 'a Node request as a TokenRequest',
  fromNodeLogOut: 'a Node request as a LogOutRequest',
  pathnameOf: 'the path that the framework routes by',
  writeReply: 'writes a reply to a Node response',

  'type NodeRequest': 'a Node request with the body that a parser has left',
}

/** Every name that an entry file exports, types marked as such. */
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
  const names = [MAIN, ADAPTER, NODE].flatMap(reasons => Object.keys(reasons))
  expect(names).toHaveLength(new Set(names).size)
})
