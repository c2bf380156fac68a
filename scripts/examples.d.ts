// Names that a one-line example may use without declaring them. Examples to copy as a whole declare everything.

/** The app's own session check, on any framework. */
declare const verifyUser: (request: unknown) => Promise<string | null>

/** An Express app. */
declare const app: import('express').Express
