// What has to outlive a reload, in IndexedDB: the outbox, and the files of the question being written.
// Where a browser refuses to keep anything it lives in memory, and `isKept` says so.

/** @import {Entry, KeptFile} from "./rules.js" */

const NAME = "doithoai.site";
const STORES = ["outbox", "files"];

export class Store {
  isKept = true;
  /** @type {Promise<IDBDatabase | null>} */ #database;
  #last = 0;
  /** @type {Map<string, Map<IDBValidKey, any>>} */ #memory = new Map(STORES.map((name) => [name, new Map()]));

  constructor() {
    this.#database = opened().catch(() => {
      this.isKept = false;
      return null;
    });
  }

  /** @returns {Promise<Entry[]>} of every owner */
  async entries() {
    const database = await this.#database;
    if (!database) return [...this.#part("outbox").values()];
    return done(database.transaction("outbox").objectStore("outbox").getAll());
  }

  /**
   * @param {Omit<Entry, "id">} entry
   * @returns {Promise<Entry>} once it is on the disk
   */
  async add(entry) {
    const database = await this.#database;
    if (database) return { ...entry, id: Number(await this.#write("outbox", (store) => store.add(entry))) };
    this.#last += 1;
    this.#part("outbox").set(this.#last, { ...entry, id: this.#last });
    return { ...entry, id: this.#last };
  }

  /** An entry that another tab has removed stays removed. @param {Entry} entry */
  async change(entry) {
    const database = await this.#database;
    if (!database) return void this.#part("outbox").set(entry.id, entry);
    const transaction = database.transaction("outbox", "readwrite", { durability: "strict" });
    const store = transaction.objectStore("outbox");
    if (await done(store.getKey(entry.id))) store.put(entry);
    await finished(transaction);
  }

  /** @param {number} id of an entry */
  async remove(id) {
    if (await this.#database) await this.#write("outbox", (store) => store.delete(id));
    else this.#part("outbox").delete(id);
  }

  /**
   * @param {string} owner
   * @returns {Promise<KeptFile[]>} of the question being written
   */
  async files(owner) {
    const database = await this.#database;
    if (!database) return this.#part("files").get(owner) ?? [];
    return (await done(database.transaction("files").objectStore("files").get(owner))) ?? [];
  }

  /**
   * @param {string} owner
   * @param {KeptFile[]} files
   */
  async keepFiles(owner, files) {
    if (await this.#database) await this.#write("files", (store) => store.put(files, owner));
    else this.#part("files").set(owner, files);
  }

  /**
   * @param {string} name
   * @param {(store: IDBObjectStore) => IDBRequest} act
   */
  async #write(name, act) {
    const database = /** @type {IDBDatabase} */ (await this.#database);
    const transaction = database.transaction(name, "readwrite", { durability: "strict" });
    const request = act(transaction.objectStore(name));
    await finished(transaction);
    return request.result;
  }

  /** @param {string} name */
  #part(name) {
    return /** @type {Map<IDBValidKey, any>} */ (this.#memory.get(name));
  }
}

/** @returns {Promise<IDBDatabase>} */
async function opened() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("outbox", { keyPath: "id", autoIncrement: true });
    request.result.createObjectStore("files");
  };
  return done(request);
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @param {IDBTransaction} transaction */
function finished(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}
