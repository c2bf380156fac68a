/** The kinds of tokens that the page makes. */
export const TOKEN_KINDS = [
  { id: 'user', label: 'User', about: 'One of your users. This is what connectUser needs.' },
  {
    id: 'server',
    label: 'Server',
    about: 'Full access to your app at Stream, without expiry. It must never reach a browser or a phone.',
  },
  { id: 'call', label: 'Call', about: 'A user who may join only the video calls that you list.' },
  {
    id: 'guest',
    label: 'Guest',
    about: 'A visitor without an account. Create the user with the role guest at Stream first.',
  },
  {
    id: 'developer',
    label: 'Developer',
    about: 'Unsigned, for development. It works only in apps whose authentication checks are off.',
  },
] as const

/** A kind of token. */
export type TokenKind = (typeof TOKEN_KINDS)[number]['id']
