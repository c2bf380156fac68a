/// <reference path="./aliases.d.ts" />
import Koa from 'koa2'
import { koaHost } from './koa-host.js'

export const koa2 = koaHost('koa 2', Koa)
