// Bundles of the fixture app: one file, no packages, as its folder is copied away from here.
async function aws(service, target, input) {
  const response = await fetch(process.env[`AWS_ENDPOINT_URL_${service}`], {
    method: 'POST',
    headers: {
      'x-amz-target': target,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-date': '20200101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20200101/us-east-1/any/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(input),
  });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

const put = (TableName, Item) => aws('DYNAMODB', 'DynamoDB_20120810.PutItem', { TableName, Item });
const find = async (id) =>
  (
    await aws('DYNAMODB', 'DynamoDB_20120810.GetItem', {
      ...{ TableName: process.env.SEEN_TABLE, Key: { pk: { S: id } } },
    })
  ).Item;
const seen = (id, fields) => put(process.env.SEEN_TABLE, { pk: { S: id }, ...fields });

const answers = {
  throw: () => {
    throw new Error('as asked');
  },
  sleep: () => new Promise((resolve) => setTimeout(resolve, 60_000)),
  crash: () => process.exit(3),
  large: () => ({ statusCode: 200, body: 'x'.repeat(7 * 1024 * 1024) }),
  'five-megabytes': () => ({ statusCode: 200, body: 'x'.repeat(5_000_000) }),
  cookies: () => ({
    statusCode: 201,
    cookies: ['a=1', 'b=2'],
    headers: { 'X-One': 1 },
    body: 'ok',
  }),
  binary: () => ({ statusCode: 200, body: '/wA=', isBase64Encoded: true }),
  plain: () => ({ hello: 'world' }),
  malformed: () => ({ statusCode: 200, body: { not: 'text' } }),
  variables: () => process.env,
  secret: () =>
    aws('SECRETS_MANAGER', 'secretsmanager.GetSecretValue', { SecretId: process.env.SECRET }),
  context: (_event, context) => ({ ...context, left: context.getRemainingTimeInMillis() }),
};

async function things(event) {
  const { id } = event.pathParameters;
  if (event.requestContext.http.method === 'PUT') {
    const { poison } = JSON.parse(event.body ?? '{}');
    await put(process.env.THINGS_TABLE, {
      pk: { S: id },
      at: { N: String(Date.now()) },
      ...(poison && { poison: { BOOL: true } }),
    });
    return { statusCode: 200, body: '{}' };
  }
  const Item = await find(id);
  return Item ? { statusCode: 200, body: JSON.stringify(Item) } : { statusCode: 404, body: '' };
}

exports.web = (event, context) => {
  if (event.routeKey.includes('/things/{id}')) return things(event);
  if (event.routeKey.includes('/answers/')) {
    return answers[event.pathParameters.kind](event, context);
  }
  if (event.routeKey.includes('/echo/')) return { statusCode: 200, body: JSON.stringify(event) };
  return { statusCode: 200, headers: { 'content-type': 'text/plain' }, body: event.routeKey };
};

exports.reader = async ({ Records }) => {
  for (const { dynamodb, eventSourceARN } of Records) {
    if (dynamodb.NewImage.poison) throw new Error('poison');
    await seen(dynamodb.Keys.pk.S, {
      lag: { N: String(Date.now() - Number(dynamodb.NewImage.at.N)) },
      source: { S: eventSourceARN },
    });
  }
};

exports.worker = async ({ Records }) => {
  for (const { body } of Records) {
    if (body.startsWith('after-')) await meet(body, body.slice('after-'.length));
    else await seen(body, {});
  }
};

/** Waits for a message that somebody else must handle meanwhile. */
async function meet(id, other) {
  await seen(`${id}-began`, {});
  for (let left = 50; left > 0; left--) {
    if (await find(other)) return seen(id, { met: { BOOL: true } });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return seen(id, { met: { BOOL: false } });
}

exports.tick = (event) => seen('tick', { source: { S: event.source } });
