// The listeners and emitters of the client guide, as it has them.
import type { CampaignStatusData, CampaignLogData, ExecutionLogData, BotHealthData, NotificationData } from '@brasa/react';
import { io } from 'socket.io-client';

declare function addLogToUI(message: string, color: string, timestamp: unknown): void;
declare function updateExecutionProgress(data: ExecutionLogData): void;
declare function updateHealthIndicator(sessionId: string, score: number): void;
declare function showNotification(message: string, type: string): void;

const socket = io('http://localhost:4000', { autoConnect: false });

// Exemplo de recebimento:
socket.on('campaign-status', (data: CampaignStatusData) => {
  console.log(`Campanha ${data.name}: ${data.status}`);
  // Atualizar UI com status da campanha
});

// Exemplo de recebimento:
socket.on('campaign-log', (data: CampaignLogData) => {
  const logColor = {
    'info': '#007bff',
    'warning': '#ffc107', 
    'error': '#dc3545',
    'success': '#28a745'
  }[data.level];
  
  // Adicionar log à interface
  addLogToUI(data.message, logColor, data.timestamp);
});

// Exemplo de recebimento:
socket.on('execution-log', (data: ExecutionLogData) => {
  // Atualizar dashboard de execuções
  updateExecutionProgress(data);
});

// Exemplo de recebimento:
socket.on('bot-health', (data: BotHealthData) => {
  // Atualizar indicadores de saúde
  updateHealthIndicator(data.sessionId, data.healthScore);
});

// Exemplo de recebimento:
socket.on('notification', (data: NotificationData) => {
  // Mostrar toast/notification
  showNotification(data.message, data.type);
});

socket.emit('join-organization', { organizationId: 1 });
socket.emit('leave-organization', { organizationId: 1 });
socket.emit('request-dashboard', { organizationId: 1 });
socket.emit('ping', { timestamp: Date.now() });
// Resposta: pong event
