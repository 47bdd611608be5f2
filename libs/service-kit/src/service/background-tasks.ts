import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';

/** Work that a process does besides serving requests. */
export interface BackgroundTask {
  start(): void;
  /** Completes what runs, within seconds. */
  stop(): Promise<void>;
}

/**
 * The background tasks of a service. A process that serves until it is stopped starts them. Tests and functions do not: there,
 * nothing runs between two calls.
 */
@Injectable()
export class BackgroundTasks implements BeforeApplicationShutdown {
  private readonly tasks: BackgroundTask[] = [];

  register(task: BackgroundTask): void {
    this.tasks.push(task);
  }

  start(): void {
    for (const task of this.tasks) task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.tasks.map((task) => task.stop()));
  }
}
