import NextAuth, { type NextAuthConfig } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'

/** Where the test's OAuth provider listens. */
const provider = process.env.OAUTH_PROVIDER

/** The callbacks of the recipe, which the test selects by name. */
const recipe: NonNullable<NextAuthConfig['callbacks']> = {
  jwt({ token, account }) {
    if (account) token.sub = `${account.provider}-${account.providerAccountId}`
    return token
  },
  session({ session, token }) {
    if (token.sub !== undefined) session.user.id = token.sub
    return session
  },
}
const selected = process.env.AUTH_CALLBACKS?.split(' ') ?? []

export const { handlers, auth } = NextAuth({
  trustHost: true,
  callbacks: Object.fromEntries(Object.entries(recipe).filter(([name]) => selected.includes(name))),
  providers: [
    Credentials({
      credentials: { name: {} },
      authorize: ({ name }) => ({ id: `id-of-${name}`, name: String(name) }),
    }),
    {
      id: 'oauth',
      name: 'OAuth',
      type: 'oauth',
      clientId: 'app',
      clientSecret: 'secret',
      checks: ['state'],
      authorization: `${provider}/authorize`,
      token: `${provider}/token`,
      userinfo: `${provider}/userinfo`,
      profile: ({ sub, name }) => ({ id: String(sub), name }),
    },
  ],
})
