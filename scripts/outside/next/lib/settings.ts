/** As an app reads who is signed in; in a test the session is one header. */
export const settings = { streamApi: false } as const

export const SESSION = 'x-user'
