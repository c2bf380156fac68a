/// <reference path="./aliases.d.ts" />
import express from 'express4'
import { expressHost } from './express-host.js'

export const express4 = expressHost('express 4', express)
