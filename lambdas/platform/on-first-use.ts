/**
 * Builds a handler while the function starts, where the build must wait for something (the keys).
 * A build that failed is tried again by the next invocation.
 */
export function onFirstUse<E, A>(build: () => Promise<(event: E) => Promise<A>>) {
  let building: ReturnType<typeof build> | undefined;
  const start = () => {
    building = build();
    building.catch(() => {
      building = undefined;
    });
    return building;
  };
  void start();
  return async (event: E): Promise<A> => (await (building ?? start()))(event);
}
