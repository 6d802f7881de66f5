/** One Appium server for all runs of a sitting. One that died took its phones with it; the runs after it get another. */
import { AppiumServer } from "./appium-server.ts";

export class SharedServer {
  readonly #toolchainFile: string;
  #server: Promise<AppiumServer>;

  private constructor(toolchainFile: string, server: AppiumServer) {
    this.#toolchainFile = toolchainFile;
    this.#server = Promise.resolve(server);
  }

  /** @throws ControllerError `appium-start` exit 3 */
  static async start(toolchainFile: string): Promise<SharedServer> {
    return new SharedServer(toolchainFile, await AppiumServer.start(toolchainFile));
  }

  /** A server that runs. @throws ControllerError `appium-start` exit 3 */
  running(): Promise<AppiumServer> {
    const before = this.#server;
    const again = (): Promise<AppiumServer> => AppiumServer.start(this.#toolchainFile);
    // Several runs may ask at once: they wait for the same one.
    this.#server = before.then((server) => (server.isRunning ? server : again()), again);
    return this.#server;
  }

  async stop(): Promise<void> {
    const server = await this.#server.catch(() => null); // one that did not start was told of by the run that asked for it
    await server?.stop();
  }
}
