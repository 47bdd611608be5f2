// The records of a wallet in memory, as a storage service of credo-ts. A record that a caller changes is changed for others
// only after `update`.
import { RecordNotFoundError } from '@credo-ts/core';

const matches = (tags, { $and = [], $or, $not, ...wanted }) =>
  $and.every((query) => matches(tags, query)) &&
  ($or === undefined || $or.some((query) => matches(tags, query))) &&
  ($not === undefined || !matches(tags, $not)) &&
  Object.entries(wanted).every(([name, value]) =>
    Array.isArray(value) ? value.every((one) => tags[name]?.includes(one)) : tags[name] === value,
  );

export class MemoryStorage {
  supportsCursorPagination = false;
  #records = new Map();

  async save(_context, record) {
    this.#records.set(record.id, record.clone());
  }

  async update(context, record) {
    await this.save(context, record);
  }

  async delete(_context, { id }) {
    this.#records.delete(id);
  }

  async deleteById(_context, _recordClass, id) {
    this.#records.delete(id);
  }

  async getById(context, recordClass, id) {
    const found = (await this.getAll(context, recordClass)).find((record) => record.id === id);
    if (!found) throw new RecordNotFoundError(`no record ${id}`, { recordType: recordClass.type });
    return found;
  }

  async getAll(_context, { type }) {
    const records = [...this.#records.values()].filter((record) => record.type === type);
    return records.map((record) => record.clone());
  }

  async findByQuery(context, recordClass, query) {
    return (await this.getAll(context, recordClass)).filter((record) => matches(record.getTags(), query));
  }
}
