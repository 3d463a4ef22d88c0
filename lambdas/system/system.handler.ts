import { httpHandler } from '../platform/http-handler';
import { makeLogger } from '../platform/logger';
import { publicEdge } from '../platform/public-edge';
import { systemApi } from './system-api';

export const handler = httpHandler(systemApi(), publicEdge(makeLogger()));
