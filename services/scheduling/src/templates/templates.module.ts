import { Module } from '@nestjs/common';
import { TemplatesController } from './edge/templates.controller';

@Module({ controllers: [TemplatesController] })
export class TemplatesModule {}
