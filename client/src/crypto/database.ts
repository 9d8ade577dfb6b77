/** IndexedDB with promises: one request, one transaction, and the connection does not stay open. */
export interface Shelf {
  readonly name: string;
  /** Each store with the member that is its key. */
  readonly stores: Readonly<Record<string, string>>;
}

function open({ name, stores }: Shelf): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      for (const [store, keyPath] of Object.entries(stores)) request.result.createObjectStore(store, { keyPath });
    };
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error("indexedDB"));
    };
  });
}

/** Resolves when it is kept, not before. Rejects with a DOMException when this browser keeps nothing. */
export async function within<T>(shelf: Shelf, store: string, mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open(shelf);
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(store, mode, { durability: "strict" });
      const request = act(transaction.objectStore(store));
      transaction.oncomplete = () => {
        resolve(request.result);
      };
      transaction.onerror = transaction.onabort = () => {
        // The transaction knows its error only after the request's own has been told.
        reject(request.error ?? transaction.error ?? new DOMException("nothing is kept", "UnknownError"));
      };
    });
  } finally {
    database.close();
  }
}
