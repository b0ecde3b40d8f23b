/**
 * From flags to work.
 *
 * Owns which command runs with which session, and that every name is checked before anything is
 * loaded: commands and engines are imported when they are needed, so that help and a typo are
 * answered at once.
 */
import {
  chosenEngine,
  chosenEngines,
  chosenOwnEngine,
  chosenVirtualEngine,
  DEFAULT_ENGINE,
} from './engineChoice.ts';
import { checkSettings } from './engineSettings.ts';
import { checkEngineName } from './engines.ts';
import type { Actions } from './flags.ts';
import { refuseForeignDefect } from './saboteurs.ts';
import { openSession, type Surroundings } from './session.ts';
import { refuseUselessHints } from './uselessHints.ts';
import { refuseTables, refuseToSuspend, simulatedEngines } from './virtualChoice.ts';

/** The real actions, in the given surroundings. */
export function createActions(surroundings: Surroundings): Actions {
  return {
    ...measuringActions(surroundings),
    ...fixturesActions(surroundings),
    certify: async (positional, flags) => {
      const names = chosenEngines({ positional, flag: flags.engine, otherwise: DEFAULT_ENGINE });
      checkSettings(flags, names);
      const { certifyCommand } = await import('./commands/certifyCommand.ts');
      return await certifyCommand(openSession(flags, surroundings), names, flags);
    },
    run: async (file, flags) => {
      const names = chosenEngines({ flag: flags.engine });
      checkSettings(flags, names, flags.against);
      if (flags.against !== undefined) checkEngineName(flags.against);
      const { runCommand } = await import('./commands/runCommand.ts');
      return await runCommand(openSession(flags, surroundings), { file, names }, flags);
    },
    replay: async (token, flags) => {
      const { replayCommand } = await import('./commands/replayCommand.ts');
      return await replayCommand(openSession(flags, surroundings), token, flags);
    },
    engines: async (flags) => {
      const { enginesCommand } = await import('./commands/enginesCommand.ts');
      return await enginesCommand(openSession(flags, surroundings));
    },
    explore: async (positional, flags) => {
      const name = chosenVirtualEngine({ positional, flag: flags.engine });
      const { exploreCommand } = await import('./commands/exploreCommand.ts');
      return await exploreCommand(openSession(flags, surroundings), name, flags);
    },
    certificate: async (file, later, flags) => {
      const { certificateCommand } = await import('./commands/certificateCommand.ts');
      return await certificateCommand(openSession(flags, surroundings), file, later);
    },
    doctor: async (positional, flags) => {
      const name = chosenEngine({ positional, otherwise: DEFAULT_ENGINE });
      checkSettings(flags, [name]);
      const { doctorCommand } = await import('./commands/doctorCommand.ts');
      return await doctorCommand(openSession(flags, surroundings), name, flags);
    },
    t8n: async (positional, flags) => {
      const name = chosenOwnEngine({ positional, otherwise: DEFAULT_ENGINE });
      checkSettings(flags, [name]);
      const { t8nCommand } = await import('./commands/t8nCommand.ts');
      return await t8nCommand(surroundings, name, flags);
    },
    serve: async (positional, flags) => {
      const name = chosenOwnEngine({ positional, otherwise: DEFAULT_ENGINE });
      checkSettings(flags, [name]);
      const { serveCommand } = await import('./commands/serveCommand.ts');
      return await serveCommand(surroundings, name, flags);
    },
  };
}

type WithFixtures = Pick<Actions, 'fixturesRun' | 'fixturesExport' | 'fixturesImport'>;

function fixturesActions(surroundings: Surroundings): WithFixtures {
  return {
    fixturesRun: async (positional, flags) => {
      const names = chosenEngines({ positional, flag: flags.engine });
      checkSettings(flags, names);
      const { fixturesRunCommand } = await import('./commands/fixturesRunCommand.ts');
      return await fixturesRunCommand(openSession(flags, surroundings), names, flags);
    },
    fixturesExport: async (file, flags) => {
      const { fixturesExportCommand } = await import('./commands/fixturesExportCommand.ts');
      return await fixturesExportCommand(openSession(flags, surroundings), file, flags);
    },
    fixturesImport: async (paths, flags) => {
      const { fixturesImportCommand } = await import('./commands/fixturesImportCommand.ts');
      return await fixturesImportCommand(openSession(flags, surroundings), paths, flags);
    },
  };
}

type Measuring = Pick<Actions, 'bench' | 'simulate' | 'hints' | 'power'>;

function measuringActions(surroundings: Surroundings): Measuring {
  return {
    bench: async (flags) => {
      const names = flags.engine === undefined ? [] : chosenEngines({ flag: flags.engine });
      checkSettings(flags, names.length === 0 ? ['serial'] : names);
      const { benchCommand } = await import('./commands/benchCommand.ts');
      return await benchCommand(openSession(flags, surroundings), names, flags);
    },
    simulate: async (positional, flags) => {
      const names = simulatedEngines(chosenEngines({ positional, flag: flags.engine }));
      for (const name of names) refuseToSuspend(name, flags.onEstimate);
      refuseUselessHints(names, flags.hints);
      refuseTables(names, flags);
      refuseForeignDefect(names, flags.saboteur);
      const { simulateCommand } = await import('./commands/simulateCommand.ts');
      return await simulateCommand(openSession(flags, surroundings), names, flags);
    },
    hints: async (flags) => {
      const { hintsCommand } = await import('./commands/hintsCommand.ts');
      return await hintsCommand(openSession(flags, surroundings), flags);
    },
    power: async (flags) => {
      const { powerCommand } = await import('./commands/powerCommand.ts');
      return await powerCommand(openSession(flags, surroundings), flags);
    },
  };
}
