export { pageFolder } from './page-folder.js'
export * from './routes.js'
export { runDemo } from './run-demo.js'
export { type CreateListener, type Demo, startDemo } from './start-demo.js'
