import { fileURLToPath } from 'node:url'

/** The folder of the built page, for a framework's own static files. */
export const pageFolder: string = fileURLToPath(new URL('../page', import.meta.url))
