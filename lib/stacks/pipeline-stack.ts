import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { longestSliceSeconds, type RepairRequest } from '../../lambdas/contracts/operations';
import { tellOwnAddress } from '../constructs/own-address';
import { QueueWorker } from '../constructs/queue-worker';
import { ServiceFunction } from '../constructs/service-function';
import { StreamReader } from '../constructs/stream-reader';
import type { FunctionName } from '../functions';
import type { Stage } from '../stage';
import type { ApiStack } from './api-stack';
import type { DataStack } from './data-stack';

/** A walk goes on from day to day if it is longer. */
const reconcileSlice: RepairRequest = { job: 'reconcile', seconds: longestSliceSeconds };

export interface PipelineStackProps extends StackProps {
  readonly stage: Stage;
  readonly data: DataStack;
  readonly api: ApiStack;
  readonly assets: string;
}

/** What follows an acknowledged write: the indexer, the auditor, the expirer, and who looks after them. */
export class PipelineStack extends Stack {
  readonly indexer: ServiceFunction;
  readonly expirer: ServiceFunction;
  readonly sweeper: ServiceFunction;
  readonly doctor: ServiceFunction;
  readonly repairer: ServiceFunction;
  readonly redriver: ServiceFunction;
  readonly auditor: ServiceFunction;
  readonly auditReads: ServiceFunction;
  readonly auditSealer: ServiceFunction;
  readonly auditRedriver: ServiceFunction;
  readonly rescanner: ServiceFunction;
  readonly listBuilder: ServiceFunction;
  readonly presenceBuilder: ServiceFunction;
  readonly matcher: ServiceFunction;
  readonly watchKeeper: ServiceFunction;
  readonly matcherRedriver: ServiceFunction;
  readonly notifier: ServiceFunction;
  readonly notifierRedriver: ServiceFunction;
  readonly deliverer: ServiceFunction;
  readonly dueSweeper: ServiceFunction;

  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    const { stage, data, api, assets, ...stackProps } = props;
    super(scope, id, stackProps);
    const shared = { stage, data, assets };
    this.indexer = new StreamReader(this, {
      name: 'indexer',
      settings: stage.indexer,
      onFailure: 'indexerParked',
      ...shared,
    });
    this.auditor = new StreamReader(this, {
      name: 'auditor',
      settings: stage.auditor,
      onFailure: 'auditParked',
      ...shared,
    });
    this.matcher = new StreamReader(this, {
      name: 'matcher',
      settings: stage.matcher,
      onFailure: 'matcherParked',
      ...shared,
    });
    this.auditReads = new QueueWorker(this, {
      name: 'audit-reads',
      queue: 'auditReads',
      ...shared,
    });
    this.notifier = new QueueWorker(this, {
      name: 'notifier',
      queue: 'matched',
      atOnce: stage.notifiersAtOnce,
      ...shared,
    });
    this.deliverer = new QueueWorker(this, {
      name: 'deliverer',
      queue: 'deliveries',
      atOnce: stage.deliverersAtOnce,
      ...shared,
    });
    tellOwnAddress({ deliverer: this.deliverer }, api.api, stage);
    const make = (name: FunctionName) => new ServiceFunction(this, { name, ...shared });
    this.expirer = make('expirer');
    this.sweeper = make('sweeper');
    this.doctor = make('doctor');
    this.repairer = make('repairer');
    this.redriver = make('redriver');
    this.auditSealer = make('audit-sealer');
    this.auditRedriver = make('audit-redriver');
    this.rescanner = make('rescanner');
    this.listBuilder = make('list-builder');
    this.presenceBuilder = make('presence-builder');
    this.watchKeeper = make('watch-keeper');
    this.matcherRedriver = make('matcher-redriver');
    this.notifierRedriver = make('notifier-redriver');
    this.dueSweeper = make('due-sweeper');
    this.schedule('EachMinute', this.expirer, Duration.minutes(1));
    this.schedule('EachMinuteSweep', this.sweeper, Duration.minutes(1));
    this.schedule('EachMinuteDue', this.dueSweeper, Duration.minutes(1));
    this.schedule('EachMinuteWatches', this.watchKeeper, Duration.minutes(1));
    this.schedule('EachFiveMinutes', this.listBuilder, Duration.minutes(5));
    this.schedule('EachFiveMinutesPresence', this.presenceBuilder, Duration.minutes(5));
    this.schedule('EachTenMinutes', this.rescanner, Duration.minutes(10));
    this.schedule('EachDay', this.repairer, Duration.days(1), reconcileSlice);
    // Once a day is sealed the others find it so: a run that fails is made up for within the hour.
    this.schedule('EachHour', this.auditSealer, Duration.hours(1));
  }

  // Neither retried nor queued: the next time finds what this one left.
  private schedule(
    id: string,
    { function: target }: ServiceFunction,
    every: Duration,
    input?: RepairRequest,
  ): void {
    target.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
    const rule = new Rule(this, id, {
      schedule: Schedule.rate(every),
      targets: [
        {
          bind: () => ({
            arn: target.functionArn,
            ...(input && { input: RuleTargetInput.fromObject(input) }),
            retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
          }),
        },
      ],
    });
    // Not the library's target: its permission's id holds the stage's name.
    target.addPermission('FromRule', {
      principal: new ServicePrincipal('events.amazonaws.com'),
      sourceArn: rule.ruleArn,
    });
  }
}
