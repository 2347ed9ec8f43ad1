import { Module } from '@nestjs/common';
import { PeopleController } from './edge/people.controller';

@Module({ controllers: [PeopleController] })
export class PeopleModule {}
