// What an example may use without declaring it. An example that a reader is to copy whole declares everything itself;
// these two names are for the one-line ones.

/** The app's own look at the request's session, on any framework. */
declare const verifyUser: (request: unknown) => Promise<string | null>

/** An app of Express; Koa's `app.use` takes its middleware the same way in a complete example. */
declare const app: import('express').Express
