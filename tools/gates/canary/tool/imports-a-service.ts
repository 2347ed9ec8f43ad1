export { SchedulingModule } from '../../../../services/scheduling/src/scheduling.module'; // planted
